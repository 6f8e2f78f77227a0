// What `native.js` may find, for the type check: a binary beside package.json, or a platform package.

declare module "*.node" {
  const binding: import("./binding.js").Binding;
  export = binding;
}

declare module "mock-state-store-*" {
  const binding: import("./binding.js").Binding;
  export = binding;
}
