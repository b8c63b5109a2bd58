import { words } from '../../../util/words.ts';

/** The options that debuggers need. */
const PTRACE = '"capAdd": ["SYS_PTRACE"], "securityOpt": ["seccomp=unconfined"]';

const nothing = (names: string): readonly (readonly [string, string])[] => words(names).map((name) => [name, '']);

/** From devcontainers/features at 765e8ebd. */
const OFFICIAL = new Map([
  ...nothing(
    `anaconda aws-cli azure-cli common-utils conda copilot-cli dotnet git git-lfs github-cli hugo java kubectl-helm-minikube nix node
    nvidia-cuda oryx php powershell python ruby sshd terraform`,
  ),
  ['desktop-lite', '{"init": true}'],
  ['docker-in-docker', '{"privileged": true}'],
  [
    'docker-outside-of-docker',
    '{"mounts": [{"source": "/var/run/docker.sock", "target": "/var/run/docker-host.sock", "type": "bind"}]}',
  ],
  ['go', `{"init": true, ${PTRACE}}`],
  ['rust', `{${PTRACE}}`],
]);

/** From devcontainers-extra/features at 7afd88a1, and its predecessor at 4746d8ab. */
const EXTRA = new Map([
  ...nothing(
    `act act-asdf actionlint actions-runner activemq-sdkman age age-keygen airplane-cli akamai-cli alertmanager alp-asdf amplify-cli
    angular-cli ansible ant-sdkman apko apt-get-packages apt-packages archon argo-cd argo-workflows asciidoctorj-sdkman asdf-package
    assemblyscript atlantis atmos auditjs autoenv aws-cdk aws-eb-cli aws-sso-cli aztfexport azure-apiops ballerina-sdkman bandit
    bartib bash-command bazel-compile-commands beehive bigcommerce-stencil-cli bikeshed bin bitwarden-cli black blackbox-exporter
    boilerplate bomber boundary-asdf bower bpipe-sdkman brownie browserify btm btop-homebrew btrace-sdkman budibase-cli buku bun
    bun-package caddy ccache-asdf cert-manager checkov chezscheme-asdf chisel circleci-cli claude-code clojure-asdf cloud-nuke
    cloudflare-wrangler cloudflared cloudflared-fips cloudinary-cli cmake cmctl-asdf codebuddy-code codefresh-cli codename-goose-cli
    codenotary-cas composer concurnas-sdkman connor-sdkman consul-asdf consul-exporter cookiecutter copier corepack cosign coverage-py
    croc crystal-asdf cuba-sdkman cue-asdf curl-apt-get curl-homebrew cve-bin-tool cxf-sdkman cyclonedx-cli cyclonedx-python cz-cli d
    dart dasel-asdf dashlane-cli datadog-ci-cli datasette dbt-coverage ddgr-apt-get ddgr-homebrew deno deno-asdf devcontainers-cli
    digitalocean-cli direnv direnv-asdf dive dnote doctoolchain-sdkman dprint-asdf driftctl drone-cli dua duf dufs eas-cli
    edge-impulse-cli eget elasticsearch-asdf elixir-asdf elm-asdf ember-cli envoy epinio erlang-asdf etcd exa exercism-cli expo-cli
    express-generator eza fd ffmpeg-apt-get ffmpeg-homebrew firebase-cli fish-apt-get fkill flake8 flink-sdkman flit former2-cli
    fossil-apt-get fossil-homebrew fulcio fzf gaiden-sdkman ganache gcovr gdbgui gh-cli gh-release git-lfs gitmux gitomatic gitsign
    gitsign-credential-cache gitty glances gleam go-task gofumpt golangci-lint graalvm-asdf gradle-sdkman gradleprofiler-sdkman
    grails-sdkman graphite-cli graphite-exporter groovy-sdkman groovyserv-sdkman grpcurl-asdf grype gulp-cli hadoop-sdkman haskell
    hatch haxe-asdf helmfile heroku-cli homebrew-package hotel how2 http-server http4k-sdkman hyperfine immuadmin immuadmin-fips
    immuclient immuclient-fips immudb immudb-fips infisical infracost infrastructor-sdkman invoke ionic-cli isort istioctl jake
    jbake-sdkman jbang-sdkman jenkinsx-cli jest jfrog-cli jfrog-cli-homebrew jfrog-cli-npm jira-cli jmc-sdkman jmeter-sdkman
    joern-sdkman jreleaser-sdkman jrnl jshint jsii jsii-diff jsii-pacmak jsii-rosetta json-server k2tf k6 karaf-sdkman keepercommander
    ki-sdkman kind ko kobweb-sdkman kops kotlin-sdkman kscript-sdkman kubeclarity-cli kubectl-asdf kubectx-kubens kubescape kubie
    kyverno-cli lastpass-cli-homebrew layrry-sdkman lean-asdf lefthook-asdf leiningen-sdkman lektor lerna-npm less levant-asdf
    lighthouse-cli linkerd2-cli-edge linkerd2-cli-stable linode-cli lite-server live-server localtunnel-npm mackup mage
    markdownlint-cli markdownlint-cli2 maven-sdkman meltano memcached-exporter meson-asdf meteor-cli micro micronaut-sdkman mise
    mitmproxy mkcert mkdocs mlocate-apt-get mlton-asdf mocha mongodb-atlas-cli-homebrew mongosh-homebrew mosh-apt-get mosh-homebrew
    mulefd-sdkman mvnd-sdkman mybatis-sdkman mypy mysql-homebrew mysqld-exporter n8n namespace-cli nancy navi ncdu neko-asdf
    neo4jmigrations-sdkman neofetch neovim-apt-get neovim-homebrew nestjs-cli netdata netlify-cli nim-asdf ninja-asdf nmap-apt-get
    nmap-homebrew nnn-apt-get nnn-homebrew node-asdf node-exporter nomad-asdf nox npm-package npm-packages nushell nx-npm ocaml-asdf
    ocaml-opam oclif opa opam-asdf opencode opengrep opentofu ory-cli ory-hydra ory-keto ory-kratos ory-oathkeeper packer-asdf pandoc
    pass-apt-get pdm peco-asdf perl-asdf pierrot-sdkman pip-audit pipenv pipx-package pnpm podman-homebrew poetry pomchecker-sdkman
    poppler-utils-apt-get porter postgres-asdf powerbi-visuals-tools powershell pre-commit prek prettier prisma projen prometheus
    promlens protoc protoc-asdf pulumi pushgateway pyinfra pylint pyoxidizer pyscaffold qrcode quarkus-sdkman quasar-cli rabbitmq-asdf
    raku-asdf rclone redis-homebrew rekor-cli renovate-cli ripgrep rollup ruby-asdf ruff salesforce-cli salesforce-sfdx sanity-cli
    sap-piper sbt-sdkman scala-asdf scala-sdkman scalacli-sdkman scancode-toolkit schemacrawler-sdkman sentinel-asdf serf-asdf
    serverless shellcheck shfmt shopify-cli sigstore-python snyk-cli sops spacectl spark-sdkman spicedb springboot-sdkman sqlfluff
    sqlfmt squarespace-server sshoogr-sdkman starship starship-homebrew statsd-exporter stew supabase-cli surge-cli sv2v svu-asdf syft
    syncthing syntaqx-serve tailscale talosctl taxi-sdkman tea tekton-cli tempo temporal-cli terracognita terraform-asdf
    terraform-docs terraform-ls-asdf terraformer terragrunt terramate terrascan tfc-agent-asdf tfcdk-cli tfenv-homebrew tfsec tfswitch
    tldr tmate tmux-apt-get tmux-homebrew tomcat-sdkman tooljet-cli toolkit-sdkman tox trello-cli tridentctl-asdf trivy truffle
    ts-node tsx turborepo-npm twine ty typescript typst ufmt upx uv uv-tool vault-asdf vercel-cli vercel-ncc vercel-pkg vercel-release
    vercel-serve vertx-sdkman visualvm-sdkman volta vscode-cli vscode-server vtop vue-cli vulture w3m-apt-get w3m-homebrew
    waypoint-asdf webi-packages webtau-sdkman wget-apt-get wget-homebrew wireguard-apt-get worktrunk xmrig xonsh xplr yamllint yapf
    youtube-dl youtubeuploader yt-dlp zig zsh-plugins`,
  ),
  ['localstack', '{"privileged": true}'],
]);

const COLLECTIONS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['devcontainers/features', OFFICIAL],
  ['devcontainers-extra/features', EXTRA],
  ['devcontainers-contrib/features', EXTRA],
  // From 67a45f05, 756b55db and ed56914d.
  ['devcontainers/feature-starter', new Map(nothing('color hello'))],
  ['meaningful-ooo/devcontainer-features', new Map(nothing('fish homebrew'))],
  [
    'rocker-org/devcontainer-features',
    new Map(
      nothing(
        `apt-packages miniforge pandoc quarto-cli r-apt r-dependent-packages r-history r-packages r-rig renv-cache rstudio-server`,
      ),
    ),
  ],
]);

const REFERENCE = /^(?:ghcr\.io\/(?<collection>[\w-]+\/[\w-]+)\/)?(?<id>[\w-]+)(?:[:@][\w.:-]+)?$/;

/**
 * The settings of a published feature (`src/…/devcontainer-feature.json`), as JSON, without volumes
 * and entrypoints; `undefined` if the feature is unknown. A name without a collection is official.
 */
export function knownSettings(name: string): string | undefined {
  const { collection = 'devcontainers/features', id = '' } = REFERENCE.exec(name)?.groups ?? {};
  return COLLECTIONS.get(collection)?.get(id);
}
