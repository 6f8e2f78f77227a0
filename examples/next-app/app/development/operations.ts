/** The operations that can be made to fail here: those that a person asks for. */
export const OPERATIONS = [
  "StartInstances",
  "StopInstances",
  "SendCommand",
  "PutParameter",
  "DeleteParameter",
  "Invoke",
] as const;
