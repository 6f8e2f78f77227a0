import { getMockStateStore } from "@/lib/observed-store";

export const dynamic = "force-dynamic";

export default async function Page() {
  const instance = await getMockStateStore().getInstance();
  return (
    <>
      <p>{instance.state}</p>
      <p>{instance.publicIp}</p>
    </>
  );
}
