/** What a deployment says in its environment. Read when it is needed: a build has none of it. */
export const settings = {
  get instanceId() {
    return required("INSTANCE_ID");
  },
  get stackName() {
    return required("STACK_NAME");
  },
  get parameterPath() {
    return required("PARAMETER_PATH");
  },
  get functionName() {
    return required("FUNCTION_NAME");
  },
};

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
