/** Runs once when the server starts. In development the account is a mocked one, and this alone knows of it. */
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.MOCK_AWS_PORT) {
    const { getMockStateStore } = await import("mock-state-store");
    const { startEndpoint } = await import("mock-state-store/aws");

    const store = getMockStateStore();
    const { env } = await startEndpoint({ port: Number(process.env.MOCK_AWS_PORT), setEnvironment: true });

    store.onCommand(/^echo /, ([line = ""]) => ({ output: line.slice("echo ".length), delayMs: 1000 }));
    store.onCommand("mcrcon list", async () => {
      const players = await store.getParameter("/minecraft/player-count");
      return { output: `There are ${players} of a max of 20 players online`, delayMs: 1000 };
    });
    store.onInvoke("player-report", async () => ({
      players: Number(await store.getParameter("/minecraft/player-count")),
    }));

    globalThis.developmentTools = {
      env,
      calls: () => store.calls({ since: store.clock.now() - 10 * 60_000 }),
      failNext: (operation, errorCode) =>
        store.setOperationFailure(operation, { failNext: true, alwaysFail: false, errorCode }),
      scenarios: () => store.listScenarios(),
      scenario: () => store.currentScenario(),
      applyScenario: (name) => store.applyScenario(name),
      reset: () => store.resetState(),
    };
  }
}
