/** Names of variables for some container engine: lower-case patterns. */
export const ENGINE_IN_NAME = 'container_?(?:runtime|engine|cli|cmd|command|tool|bin)';
/** The complete names. */
export const ENGINE_NAME = '(?:cri|crt|oci|engine|runtime)';
