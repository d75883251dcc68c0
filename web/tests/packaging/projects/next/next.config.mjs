// Cache Components: what new applications are made with.
export default { cacheComponents: true, turbopack: { root: import.meta.dirname } };
