/** What variables for some container engine have in their names: patterns in small letters. */
export const ENGINE_IN_NAME = 'container_?(?:runtime|engine|cli|cmd|command|tool|bin)';
/** Their whole names. */
export const ENGINE_NAME = '(?:cri|crt|oci|engine|runtime)';
