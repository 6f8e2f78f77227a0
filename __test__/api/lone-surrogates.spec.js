const { MockStateStore } = require("mock-state-store");

const BROKEN = "a\ud83d_\ude00";
const MENDED = "a\ufffd_\ufffd";
const FAILURE = { failNext: true, alwaysFail: false };

describe("a lone surrogate is replaced as TextEncoder does", () => {
  let store;
  beforeEach(() => {
    store = new MockStateStore();
  });

  it("in the name and the value of a parameter", async () => {
    await store.setParameter(BROKEN, BROKEN);
    expect(await store.getParameter(BROKEN)).toBe(MENDED);
    expect(await store.getParameter(MENDED)).toBe(MENDED);
    expect(Object.keys(await store.getAllParameters())).toContain(MENDED);
    await store.deleteParameter(BROKEN);
    expect(await store.getParameter(MENDED)).toBe(null);
  });

  it("in the name of an operation", async () => {
    await store.setOperationFailure(BROKEN, { ...FAILURE, errorMessage: BROKEN });
    expect(await store.getOperationFailure(BROKEN)).toEqual({ ...FAILURE, errorMessage: MENDED });
    expect([...(await store.getState()).faults.operationFailures.keys()]).toEqual([MENDED]);
    await store.clearOperationFailure(BROKEN);
    expect(await store.getOperationFailure(MENDED)).toBe(undefined);
  });

  it("in a patch, in keys and values", async () => {
    const parameter = { value: BROKEN, type: "String", lastModified: BROKEN };
    await store.patchState({
      instance: { publicIp: BROKEN, [BROKEN]: [BROKEN] },
      ssm: { parameters: { [BROKEN]: parameter } },
      faults: { operationFailures: new Map([[BROKEN, FAILURE]]) },
    });
    const { instance, ssm, faults } = await store.getState();
    expect(instance).toMatchObject({ publicIp: MENDED, [MENDED]: [MENDED] });
    expect(ssm.parameters[MENDED]).toEqual({ value: MENDED, type: "String", lastModified: MENDED });
    expect([...faults.operationFailures.keys()]).toEqual([MENDED]);
  });

  it("in every other text", async () => {
    await store.setPublicIp(BROKEN);
    await store.addCommand([BROKEN]);
    await store.clearBackups();
    await store.addBackup({ name: BROKEN, date: BROKEN, size: BROKEN });
    await store.setStackStatus({ status: BROKEN });
    expect(await store.getPublicIp()).toBe(MENDED);
    expect((await store.getCommands())[0].commands).toEqual([MENDED]);
    expect(await store.getBackups()).toEqual([{ name: MENDED, date: MENDED, size: MENDED }]);
    expect((await store.getStackStatus()).status).toBe(MENDED);
    await store.removeBackup(BROKEN);
    expect(await store.getBackups()).toEqual([]);
  });

  it("in each of two neighbouring strings, although together they would be a pair", async () => {
    await store.addCommand(["a longer text \ud83d", "\ude00 and another one", "\ud83d"]);
    const [{ commands }] = await store.getCommands();
    expect(commands).toEqual(["a longer text \ufffd", "\ufffd and another one", "\ufffd"]);
  });

  it("and a pair of surrogates is kept", async () => {
    await store.setParameter("😀", "😀\ud83d\ude00");
    expect(await store.getParameter("😀")).toBe("😀😀");
  });
});
