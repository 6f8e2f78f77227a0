import { unstable_cache } from "next/cache";
import { getCommand, isUnderWay } from "@/lib/aws/commands";
import { fetchCosts } from "@/lib/aws/costs";
import * as instances from "@/lib/aws/instance";
import { listParameters } from "@/lib/aws/parameters";
import * as stacks from "@/lib/aws/stack";
import { settings } from "@/lib/settings";
import { CommandPanel } from "./panels/command";
import { CostsPanel } from "./panels/costs";
import { FunctionPanel } from "./panels/function";
import { InstancePanel } from "./panels/instance";
import { ParametersPanel } from "./panels/parameters";
import { StackPanel } from "./panels/stack";
import { Live } from "./ui/live";

export const dynamic = "force-dynamic";

/** AWS charges for each request. */
const cachedCosts = unstable_cache(fetchCosts, [], { tags: ["costs"], revalidate: 3600 });

interface PageProps {
  searchParams: Promise<{ command?: string }>;
}

export default async function Page({ searchParams }: PageProps) {
  const { command: id } = await searchParams;
  const [instance, stack, parameters, command, costs] = await Promise.all([
    instances.describeInstance(),
    stacks.describeStack(),
    listParameters(),
    id ? getCommand(id) : undefined,
    cachedCosts(),
  ]);
  const isChanging =
    instances.isChanging(instance) || (stack && stacks.isChanging(stack)) || (command && isUnderWay(command));
  return (
    <>
      <Live everyMs={isChanging ? 1000 : 3000} />
      <header>
        <h1>Game server</h1>
        <p className="muted">One EC2 instance, and what belongs to it.</p>
      </header>
      <main>
        <InstancePanel instance={instance} />
        <div className="columns">
          <div className="column">
            <CommandPanel command={command} />
            <ParametersPanel parameters={parameters} path={settings.parameterPath} />
          </div>
          <div className="column">
            <CostsPanel costs={costs} />
            <StackPanel name={settings.stackName} stack={stack} />
            <FunctionPanel name={settings.functionName} />
          </div>
        </div>
      </main>
    </>
  );
}
