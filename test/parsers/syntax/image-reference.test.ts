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
  ['a--b/ab-cd', { path: 'a--b/ab-cd' }],
  ['a.b-1.c2/x', { domain: 'a.b-1.c2', path: 'x' }],
  ['1.2.3.4:5000/x', { domain: '1.2.3.4:5000', path: 'x' }],
  // Hostnames have no underscore but repositories may, so the client takes all of it for the
  // repository.
  ['my_registry.example/app', { path: 'my_registry.example/app' }],
  [`registry.example:5000/${'a/'.repeat(127)}a`, { domain: 'registry.example:5000', path: `${'a/'.repeat(127)}a` }],
  [`alpine@${DIGEST}`, { path: 'alpine', digest: DIGEST }],
  [`alpine:3.20@${DIGEST}`, { path: 'alpine', tag: '3.20', digest: DIGEST }],
  [`alpine@sha384:${'4bcff639'.repeat(12)}`, { path: 'alpine', digest: `sha384:${'4bcff639'.repeat(12)}` }],
  [`alpine@sha512:${'4bcff639'.repeat(16)}`, { path: 'alpine', digest: `sha512:${'4bcff639'.repeat(16)}` }],
  ['4bcff639'.repeat(8), { path: '', digest: DIGEST }],
  [DIGEST, { path: '', digest: DIGEST }],
  // Too few hexadecimal digits for an identifier.
  ['4bcff63911fc', { path: '4bcff63911fc' }],
  [`${'4bcff639'.repeat(8)}a`, { path: `${'4bcff639'.repeat(8)}a` }],
])('%s is taken apart', (text, reference) => {
  expect(parseImageReference(text)).toEqual(reference);
});

test.each([
  '',
  'Nginx',
  'team/Nginx',
  './nginx',
  '/bin/sh',
  'nginx:',
  'nginx:1.27:latest',
  'nginx:-1',
  `nginx:${'x'.repeat(129)}`,
  'nginx@',
  'nginx@sha256:abc',
  'a//b',
  '-nginx',
  'nginx ',
  'a___b',
  'http://example.com/app',
  `${'a/'.repeat(130)}a`,
  '-a.example/x',
  'a-.example/x',
  'a.-b/x',
  'a.b-/x',
  'a..b/x',
  '.a/x',
  '(a.b/x',
  'a.b)/x',
  'a.b:/x',
  'a.b:port/x',
  'a.b:80x/x',
  '[::1/x',
  'My_Registry.example/app',
  'my_registry:5000/app',
  '_a/x',
  'a_/x',
  `nginx@md5:${'4bcff639'.repeat(4)}`,
  `nginx@${DIGEST.toUpperCase()}`,
  `nginx@sha256:${'4BCFF639'.repeat(8)}`,
  `nginx@${DIGEST}0`,
  `nginx@${DIGEST.slice(0, -1)}`,
  `nginx@x${DIGEST}`,
])('%j is rejected', (text) => {
  expect(parseImageReference(text)).toBeUndefined();
});
