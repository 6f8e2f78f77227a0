import { type MockInstanceState, ServerState } from "@/lib/aws/mock-state-store";
import { operateInstance } from "../actions";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Time } from "../ui/time";

export function InstancePanel({ instance }: { instance: MockInstanceState }) {
  const volumes = instance.blockDeviceMappings ?? [];
  return (
    <section className="panel instance" aria-labelledby="instance">
      <ActionForm action={operateInstance} className="head">
        <div>
          <h2 id="instance" className="mono muted">
            {instance.instanceId}
          </h2>
          <p className={`state ${instance.state}`}>{instance.state}</p>
        </div>
        <div className="buttons">
          <SubmitButton
            kind="primary"
            name="operation"
            value="StartInstances"
            disabled={instance.state === ServerState.Running}
          >
            Start
          </SubmitButton>
          <SubmitButton name="operation" value="StopInstances" disabled={instance.state === ServerState.Stopped}>
            Stop
          </SubmitButton>
        </div>
      </ActionForm>
      <dl className="facts">
        <div>
          <dt>Public IP</dt>
          <dd className="mono">{instance.publicIp ?? <span className="muted">none</span>}</dd>
        </div>
        <div>
          <dt>Availability zone</dt>
          <dd className="mono">{instance.availabilityZone ?? <span className="muted">unknown</span>}</dd>
        </div>
        <div>
          <dt>Volume</dt>
          <dd className="mono">
            {volumes.map((volume) => (
              <div key={volume.volumeId}>
                {volume.volumeId} <span className="muted">{`${volume.deviceName}, ${volume.status}`}</span>
              </div>
            ))}
            {volumes.length === 0 && <span className="muted">{instance.hasVolume ? "attached" : "none"}</span>}
          </dd>
        </div>
        <div>
          <dt>Last change</dt>
          <dd>
            <Time iso={instance.lastUpdated} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
