export default {
  optimizeDeps: { exclude: ['tablattice'] },
};
