import type { Span } from '../text/location.ts';

/** A secret that is recognized by its form; the variable's name doesn't matter. */
export interface IssuedSecret extends Span {
  /** The kind of secret, such as `GitHub token`. */
  readonly what: string;
}

interface Format {
  readonly what: string;
  readonly form: RegExp;
}

/**
 * Formats with a published prefix and length. The comment before each says where it is documented.
 */
const FORMATS: readonly Format[] = [
  // github.blog/2021-04-05-behind-githubs-new-authentication-token-formats
  { what: 'GitHub token', form: /\bgh[opusr]_[A-Za-z\d]{36}\b/ },
  // docs.github.com: fine-grained personal access tokens
  { what: 'GitHub token', form: /\bgithub_pat_[A-Za-z\d]{22}_[A-Za-z\d]{59}\b/ },
  // docs.gitlab.com/security/tokens: token prefixes
  { what: 'GitLab token', form: /\bgl(?:pat|dt|rt|ptt|ft|soat|cbt|agent|imt|oas)-[\w-]{20,}/ },
  // api.slack.com/authentication/token-types
  { what: 'Slack token', form: /\bxox[abeoprs]-(?:\d{8,14}-){1,3}[A-Za-z\d]{20,}\b/ },
  { what: 'Slack token', form: /\bxapp-\d-[A-Z\d]{8,14}-\d{8,14}-[a-f\d]{64}\b/ },
  // api.slack.com/messaging/webhooks
  { what: 'Slack webhook', form: /\bhooks\.slack\.com\/services\/T[A-Z\d]{8,12}\/B[A-Z\d]{8,12}\/[A-Za-z\d]{24}\b/ },
  // docs.stripe.com/keys
  { what: 'Stripe key', form: /\b[sr]k_live_[A-Za-z\d]{24,}\b/ },
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  { what: 'AWS access key', form: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  // github.blog/2021-09-23-announcing-npms-new-access-token-format
  { what: 'npm token', form: /\bnpm_[A-Za-z\d]{36}\b/ },
  // pypi.org/help/#apitoken: a macaroon of pypi.org
  { what: 'PyPI token', form: /\bpypi-AgEIcHlwaS5vcmc[\w-]{70,}/ },
  // cloud.google.com/docs/authentication/api-keys
  { what: 'Google API key', form: /\bAIza[\w-]{35}(?![\w-])/ },
  // docs.sendgrid.com: API keys have 69 characters
  { what: 'SendGrid key', form: /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/ },
  // docs.docker.com/security/access-tokens
  { what: 'Docker Hub token', form: /\bdckr_(?:pat|oat)_[\w-]{27,32}(?![\w-])/ },
  // huggingface.co/docs/hub/security-tokens
  { what: 'Hugging Face token', form: /\bhf_[A-Za-z\d]{34}\b/ },
  // docs.digitalocean.com/reference/api/create-personal-access-token
  { what: 'DigitalOcean token', form: /\bdo[opr]_v1_[a-f\d]{64}\b/ },
  // shopify.dev/docs/apps/build/authentication-authorization/access-tokens
  { what: 'Shopify token', form: /\bshp(?:at|ca|pa|ss)_[a-fA-F\d]{32}\b/ },
  // developer.hashicorp.com/vault/docs/concepts/tokens
  { what: 'Vault token', form: /\bhv[sb]\.[\w-]{90,}/ },
  // docs.anthropic.com and platform.openai.com: keys of the API
  { what: 'Anthropic key', form: /\bsk-ant-(?:api|admin)\d\d-[\w-]{93}AA\b/ },
  { what: 'OpenAI key', form: /\bsk-(?:(?:proj|svcacct|admin)-)?[\w-]{20,74}T3BlbkFJ[\w-]{20,74}(?![\w-])/ },
  // age-encryption.org/v1
  { what: 'private key', form: /\bAGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}\b/ },
  // RFC 7468; values may contain line breaks as `\n`.
  {
    what: 'private key',
    form: /-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH) )?PRIVATE KEY-----(?:\s|\\n|\\r){0,8}[A-Za-z\d+/=]{32}/,
  },
];

/** A fast test: true for text that may contain such a secret. */
export const ISSUED_START =
  /gh[opusr]_|github_pat_|gl[a-z]{2,5}-|xox[abeoprs]-|xapp-|hooks\.slack|[sr]k_live_|a[ks]ia|npm_|pypi-|aiza|sg\.|dckr_|hf_|do[opr]_v1|shp[acps]|hv[sb]\.|sk-|age-secret|private key/i;

/** Characters that stand for a secret to fill in, and the last part of AWS's own examples. */
const FILLED_IN = /(.)\1{7}|EXAMPLE/;

/** The first secret in a text with a published format. */
export function issuedSecretIn(text: string): IssuedSecret | undefined {
  if (!ISSUED_START.test(text)) return undefined;
  for (const { what, form } of FORMATS) {
    const found = form.exec(text);
    if (found !== null && !FILLED_IN.test(found[0]))
      return { what, start: found.index, end: found.index + found[0].length };
  }
  return undefined;
}

/** The spans of all such secrets, including examples. */
export function issuedSecretsIn(text: string): readonly Span[] {
  if (!ISSUED_START.test(text)) return [];
  return FORMATS.flatMap(({ form }) =>
    Array.from(text.matchAll(new RegExp(form, 'g')), ({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
    })),
  );
}
