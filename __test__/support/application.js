const { awsClientConfig } = require("mock-state-store/aws");

// Made before any test runs, and without the SDK, which the projects of other versions of Node do not have.
const { requestHandler } = awsClientConfig();

/** What an application does that starts its server. */
async function start(instanceId = "i-mock1234567890abcdef") {
  const { response } = await requestHandler.handle({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `Action=StartInstances&Version=2016-11-15&InstanceId.1=${instanceId}`,
  });
  return response.statusCode;
}

/** A class as the SDK has it. */
class StartInstancesCommand {
  schema = [9, "com.amazonaws.ec2", "StartInstances"];
}

module.exports = { StartInstancesCommand, start };
