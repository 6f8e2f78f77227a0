import type { Instance } from "@aws-sdk/client-ec2";
import { stateOf } from "@/lib/aws/instance";
import { operateInstance } from "../actions";
import { ActionForm, SubmitButton } from "../ui/action-form";
import { Time } from "../ui/time";

const NONE = <span className="muted">none</span>;

export function InstancePanel({ instance }: { instance: Instance }) {
  const state = stateOf(instance);
  const volumes = instance.BlockDeviceMappings ?? [];
  return (
    <section className="panel instance" aria-labelledby="instance">
      <ActionForm action={operateInstance} className="head">
        <div>
          <h2 id="instance" className="mono muted">
            {instance.InstanceId}
          </h2>
          <p className={`state ${state}`}>{state}</p>
        </div>
        <div className="buttons">
          <SubmitButton kind="primary" name="operation" value="start" disabled={state !== "stopped"}>
            Start
          </SubmitButton>
          <SubmitButton name="operation" value="stop" disabled={state !== "running"}>
            Stop
          </SubmitButton>
        </div>
      </ActionForm>
      <dl className="facts">
        <div>
          <dt>Public IP</dt>
          <dd className="mono">{instance.PublicIpAddress ?? NONE}</dd>
        </div>
        <div>
          <dt>Type</dt>
          <dd className="mono">{instance.InstanceType ?? NONE}</dd>
        </div>
        <div>
          <dt>Availability zone</dt>
          <dd className="mono">{instance.Placement?.AvailabilityZone ?? NONE}</dd>
        </div>
        <div>
          <dt>Volume</dt>
          <dd className="mono">
            {volumes.map(({ DeviceName, Ebs }) => (
              <div key={DeviceName}>
                {Ebs?.VolumeId} <span className="muted">{`${DeviceName}, ${Ebs?.Status}`}</span>
              </div>
            ))}
            {volumes.length === 0 && NONE}
          </dd>
        </div>
        <div>
          <dt>Launched</dt>
          <dd>{instance.LaunchTime ? <Time at={instance.LaunchTime} /> : NONE}</dd>
        </div>
      </dl>
    </section>
  );
}
