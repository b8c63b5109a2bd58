import { COMPOSE_SHAPES } from './compose-shapes.ts';
import { HOST_SHAPES } from './host-shapes.ts';
import { MAKEFILE_SHAPES } from './makefile-shapes.ts';
import { MARKDOWN_SHAPES } from './markdown-shapes.ts';
import { OTHER_SHAPES } from './other-shapes.ts';
import { SCRIPT_SHAPES } from './script-shapes.ts';
import type { Shape } from './shape.ts';
import { UNIT_SHAPES } from './unit-shapes.ts';
import { YAML_SHAPES } from './yaml-shapes.ts';

export const SHAPES: readonly Shape[] = [
  ...YAML_SHAPES,
  ...COMPOSE_SHAPES,
  ...SCRIPT_SHAPES,
  ...HOST_SHAPES,
  ...MAKEFILE_SHAPES,
  ...UNIT_SHAPES,
  ...MARKDOWN_SHAPES,
  ...OTHER_SHAPES,
];
