"""SSM's parameters."""

from wire import client, show

ssm = client("ssm")
put = [
    ssm.put_parameter(Name="/game/motd", Value="Welcome", Type="String"),
    ssm.put_parameter(Name="/game/motd", Value="Welcome ä", Overwrite=True),
]
ssm.put_parameter(Name="/game/secret", Value="hush", Type="SecureString")
ssm.put_parameter(Name="/game/deep/list", Value="a,b", Type="StringList")
got = ssm.get_parameter(Name="/game/motd")["Parameter"]
secrets = [
    ssm.get_parameter(Name="/game/secret", WithDecryption=decrypted)["Parameter"]["Value"] for decrypted in (False, True)
]
several = ssm.get_parameters(Names=["/game/motd", "/none"])
flat = ssm.get_parameters_by_path(Path="/game")["Parameters"]
deep = ssm.get_parameters_by_path(Path="/game", Recursive=True)["Parameters"]
described = ssm.describe_parameters(
    ParameterFilters=[{"Key": "Name", "Option": "BeginsWith", "Values": ["/game/m"]}],
)["Parameters"]
history = ssm.get_parameter_history(Name="/game/motd")["Parameters"]
ssm.delete_parameter(Name="/game/deep/list")
deleted = ssm.delete_parameters(Names=["/game/motd", "/game/secret", "/none"])

show(
    put=[answer["Version"] for answer in put],
    got=got,
    lastModified=type(got["LastModifiedDate"]).__name__,
    secrets=secrets,
    several=several,
    flat=[parameter["Name"] for parameter in flat],
    deep=[parameter["Name"] for parameter in deep],
    described=described,
    history=[[version["Version"], version["Value"]] for version in history],
    deleted=deleted,
)
