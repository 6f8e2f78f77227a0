/** A call of AWS that the mocked account has answered. */
export interface Call {
  id: string;
  time: string;
  service: string;
  operation: string;
  input: Record<string, unknown>;
  error?: { code: string; message: string };
  attempt: number;
  durationMs: number;
}

/** A state of the whole account, with what fails in it and what happens later. */
export interface Scenario {
  name: string;
  description: string;
}

/** What there is on a mocked account beside AWS. `instrumentation.ts` puts it there, and nobody in production. */
export interface DevelopmentTools {
  /** What another process needs in its environment to reach the account. */
  env: Readonly<Record<string, string>>;
  /** The calls of the last minutes, oldest first. */
  calls(): Promise<Call[]>;
  /** Has the next call of an operation fail with an error code of AWS. */
  failNext(operation: string, errorCode: string): Promise<void>;
  /** Those that can be applied. */
  scenarios(): Promise<Scenario[]>;
  /** The one that was applied last; none since a reset. */
  scenario(): Promise<Scenario | undefined>;
  applyScenario(name: string): Promise<void>;
  reset(): Promise<void>;
}

declare global {
  var developmentTools: DevelopmentTools | undefined;
}
