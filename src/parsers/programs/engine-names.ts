/** Parts of variable names that mean some container engine: lowercase patterns. */
export const ENGINE_IN_NAME = 'container_?(?:runtime|engine|cli|cmd|command|tool|bin)';
export const ENGINE_NAME = '(?:cri|crt|oci|engine|runtime)';
