import { expect, test } from 'vitest';
import { parseImageReference } from '../../../src/parsers/syntax/image-reference.ts';

const DIGEST = `sha256:${'4bcff639'.repeat(8)}`;

test.each([
  ['nginx', { path: 'nginx' }],
  ['nginx:1.27', { path: 'nginx', tag: '1.27' }],
  ['library/nginx', { path: 'library/nginx' }],
  ['docker.io/library/nginx:latest', { domain: 'docker.io', path: 'library/nginx', tag: 'latest' }],
  ['registry.example.com:5000/team/app', { domain: 'registry.example.com:5000', path: 'team/app' }],
  ['registry.example.com:5000/team/app:1.2', { domain: 'registry.example.com:5000', path: 'team/app', tag: '1.2' }],
  ['localhost/app', { domain: 'localhost', path: 'app' }],
  ['localhost:5000/app', { domain: 'localhost:5000', path: 'app' }],
  ['[::1]:5000/app', { domain: '[::1]:5000', path: 'app' }],
  ['REGISTRY/app', { domain: 'REGISTRY', path: 'app' }],
  ['a__b/c-d.e', { path: 'a__b/c-d.e' }],
  [`alpine@${DIGEST}`, { path: 'alpine', digest: DIGEST }],
  [`alpine:3.20@${DIGEST}`, { path: 'alpine', tag: '3.20', digest: DIGEST }],
  ['4bcff639'.repeat(8), { path: '', digest: DIGEST }],
  [DIGEST, { path: '', digest: DIGEST }],
  // A name of hexadecimal digits that is too short for an identifier.
  ['4bcff63911fc', { path: '4bcff63911fc' }],
])('%s is taken apart', (text, reference) => {
  expect(parseImageReference(text)).toEqual(reference);
});

test.each([
  '', 'Nginx', 'team/Nginx', './nginx', '/bin/sh', 'nginx:', 'nginx:1.27:latest', 'nginx:-1', `nginx:${'x'.repeat(129)}`, 'nginx@', 'nginx@sha256:abc', 'a//b', '-nginx',
  'nginx ', 'a___b', 'http://example.com/app', `${'a/'.repeat(130)}a`,
])('%j is refused', (text) => {
  expect(parseImageReference(text)).toBeUndefined();
});
