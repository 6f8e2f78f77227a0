import type { ComponentType } from "preact";
import { Backups } from "./backups.tsx";
import { Calls } from "./calls.tsx";
import { ClockPanel } from "./clock.tsx";
import { Commands } from "./commands.tsx";
import { Costs } from "./costs.tsx";
import { Faults } from "./faults.tsx";
import { Instance } from "./instance.tsx";
import { Mail } from "./mail.tsx";
import { Overview } from "./overview.tsx";
import { Parameters } from "./parameters.tsx";
import { Scenarios } from "./scenarios.tsx";
import { Snapshots } from "./snapshots.tsx";
import { Stacks } from "./stacks.tsx";

export interface PanelProps {
  /** What is open, as the URL says. */
  item: string | undefined;
}

interface Entry {
  id: string;
  title: string;
  group: string;
  /** The count of the status that stands beside its name. */
  count?: string;
  content: ComponentType<PanelProps>;
}

export const GROUPS = ["Account", "Resources", "Traffic", "Steering"];

/** The panels, named as AWS's console names them where it has them. */
export const PANELS: Entry[] = [
  { id: "overview", title: "Overview", group: "Account", content: Overview },
  { id: "instance", title: "Instance", group: "Resources", count: "instances", content: Instance },
  { id: "parameters", title: "Parameter Store", group: "Resources", count: "parameters", content: Parameters },
  { id: "commands", title: "Run Command", group: "Resources", count: "commands", content: Commands },
  { id: "stacks", title: "CloudFormation", group: "Resources", count: "stacks", content: Stacks },
  { id: "costs", title: "Cost Explorer", group: "Resources", content: Costs },
  { id: "backups", title: "Backups", group: "Resources", count: "backups", content: Backups },
  { id: "mail", title: "Sent mail", group: "Resources", count: "emails", content: Mail },
  { id: "calls", title: "Calls", group: "Traffic", count: "calls", content: Calls },
  { id: "faults", title: "Faults", group: "Steering", count: "faults", content: Faults },
  { id: "scenarios", title: "Scenarios", group: "Steering", content: Scenarios },
  { id: "clock", title: "Clock", group: "Steering", count: "scheduled", content: ClockPanel },
  { id: "snapshots", title: "Snapshots", group: "Steering", count: "snapshots", content: Snapshots },
];
