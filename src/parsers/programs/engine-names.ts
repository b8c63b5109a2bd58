/** Of variables that stand for a container engine, without saying which, what is in the name: patterns in small letters. */
export const ENGINE_IN_NAME = 'container_?(?:runtime|engine|cli|cmd|tool|bin)';
/** Their whole names. */
export const ENGINE_NAME = '(?:cri|oci|engine|runtime)';
