import compose from './compose/front-end.ts';
import inspect from './inspect/front-end.ts';
import shell from './shell/front-end.ts';

/** All kinds of input. The first that recognizes a text reads it. */
export const FRONT_ENDS = [inspect, compose, shell] as const;
