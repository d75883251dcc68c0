export default {
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons'] },
  testMatch: ['<rootDir>/*.spec.js'],
  transform: {},
};
