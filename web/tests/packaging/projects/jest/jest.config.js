export default { testMatch: ['<rootDir>/*.spec.js'], transform: {} };
