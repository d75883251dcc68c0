// A browser that has no BroadcastChannel, for pages that a driver cannot run a script in before their own.
Reflect.deleteProperty(globalThis, 'BroadcastChannel');
