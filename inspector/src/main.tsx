import { render } from "preact";
import { App } from "./app.tsx";
import { connect } from "./data/live.ts";

render(<App />, document.getElementById("app") as HTMLElement);
void connect();
