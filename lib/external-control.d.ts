// For `mock-state-store/next` to name to Turbopack; there is nothing in it to import by hand.
export {};
