// second.mjs
import { getMockStateStore } from "mock-state-store";

const store = getMockStateStore({ enablePersistence: true });
let players = 0;
setInterval(() => store.setParameter("/minecraft/player-count", String(players++)), 1000);

for await (const change of store.changes()) {
  if (change.type === "state") console.log(change.revision, "anything in", change.sections);
  else for (const entry of change.entries) console.log(change.revision, entry);
}
