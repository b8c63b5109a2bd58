import { describe, expect, test } from 'vitest';
import { issuedSecretIn } from '../../src/sensitive/issued.ts';
import { mayHoldSecrets, secretsIn } from '../../src/sensitive/line-secrets.ts';

const letters = (count: number): string => 'aB3dE6gH9jK2mN5pQ8sT'.repeat(10).slice(0, count);

describe('a secret with a published format is found, and hidden', () => {
  test.each([
    ['GitHub token', `ghp_${letters(36)}`],
    ['GitHub token', `github_pat_${letters(22)}_${letters(59)}`],
    ['GitLab token', `glpat-${letters(20)}`],
    ['Slack token', `xoxb-123456789012-1234567890123-${letters(24)}`],
    ['Slack webhook', `https://hooks.slack.com/services/T0123456789/B0123456789/${letters(24)}`],
    ['Stripe key', `sk_live_${letters(24)}`],
    ['AWS access key', 'AKIAZ7WQ3NPLM5RT2XYB'],
    ['npm token', `npm_${letters(36)}`],
    ['PyPI token', `pypi-AgEIcHlwaS5vcmc${letters(80)}`],
    ['Google API key', `AIza${letters(35)}`],
    ['SendGrid key', `SG.${letters(22)}.${letters(43)}`],
    ['Docker Hub token', `dckr_pat_${letters(27)}`],
    ['Hugging Face token', `hf_${letters(34)}`],
    ['private key', `-----BEGIN RSA PRIVATE KEY-----\\n${letters(64)}`],
    ['private key', `-----BEGIN OPENSSH PRIVATE KEY-----\n${letters(64)}`],
  ])('%s', (what, text) => {
    expect(issuedSecretIn(text)?.what).toBe(what);
    expect(mayHoldSecrets(`x: ${text}`)).toBe(true);
    expect(secretsIn(`x: ${text}`)).not.toEqual([]);
  });
});

describe('text of another length or of a sample is none', () => {
  test.each([
    'ghp_short',
    `ghp_${letters(35)}`,
    `ghp_${'x'.repeat(36)}`,
    'glpat-short',
    'AKIAIOSFODNN7EXAMPLE',
    'sk_test_4eC39HqLyjWDarjtT1zdp7dc',
    'npm_config_registry',
    '-----BEGIN PRIVATE KEY-----',
    `-----BEGIN PUBLIC KEY-----\n${letters(64)}`,
  ])('%s', (text) => {
    expect(issuedSecretIn(text)).toBeUndefined();
  });
});
