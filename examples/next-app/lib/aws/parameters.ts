import {
  DeleteParameterCommand,
  type Parameter,
  type ParameterType,
  PutParameterCommand,
  paginateGetParametersByPath,
} from "@aws-sdk/client-ssm";
import { settings } from "../settings";
import { ssm } from "./clients";

/** The parameters of the server by name; secret ones stay encrypted. */
export async function listParameters(): Promise<Parameter[]> {
  const parameters: Parameter[] = [];
  const input = { Path: settings.parameterPath, Recursive: true };
  for await (const page of paginateGetParametersByPath({ client: ssm }, input)) {
    parameters.push(...(page.Parameters ?? []));
  }
  return parameters.sort((a, b) => ((a.Name ?? "") < (b.Name ?? "") ? -1 : 1));
}

export async function putParameter(name: string, value: string, type: ParameterType) {
  await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: type, Overwrite: true }));
}

export async function deleteParameter(name: string) {
  await ssm.send(new DeleteParameterCommand({ Name: name }));
}
