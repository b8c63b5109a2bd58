/** Commands of installed tools whose output only sets shell variables. */
const VARIABLES =
  /^(?:ssh-agent|gpg-agent|dircolors|resize|docker-machine env|boot2docker shellinit|minikube (?:-p \S+ )?(?:docker|podman)-env|weave env|opam env|fnm env|luarocks path|locale)(?: [\w"'${}/.=+-]+)*$/;

/** True for a command line, without redirects and pipes, that prints variables for `eval`. */
export function printsVariables(command: string): boolean {
  return VARIABLES.test(command.trim());
}

/** True for a download whose output goes to `/dev/null`. */
export function printsNothing(command: string): boolean {
  return (
    /^curl\s(?:.*\s)?(?:-[a-zA-Z]*o|--output)[ =]?\/dev\/null(?:\s|$)/.test(command) &&
    !/\s(?:-\w*w|--write-out)/.test(command)
  );
}
