/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'

const config: Config = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/own-root.mjs',
  setupFiles: ['reflect-metadata'],
  reporters: ['default', '<rootDir>/test/tally-reporter.mjs'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Tests do not time: this ends what hangs, on the slowest machine too.
  testTimeout: 120_000,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^rustybt$': '<rootDir>/core/index.ts',
    '^rustybt/compat$': '<rootDir>/compat/index.ts',
    '^rustybt/analytics$': '<rootDir>/plugins/analytics/index.ts',
    '^rustybt/testing$': '<rootDir>/core/testing/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
}
export default config
