"use strict";

exports.HELP = `Usage: mock-state-store serve [options]

Serves a mocked AWS account over HTTP, for the aws command line and SDKs in any language.

Options:
  --port N              port to listen on, 0 for any free one (default: 4566)
  --host H              address to listen at (default: 127.0.0.1)
  --allow-host NAME     answer requests for this host name too; may be repeated
  --state FILE          keep the account in this file (default: in memory, or
                        in the file that MOCK_STATE_STORE_PATH names)
  --empty               begin with an account that has nothing in it
  --transitions T       how long changes of state take: immediate, manual, or
                        a number of milliseconds
  --help                print this
  --version             print the version

POST /_mock/reset resets the account. SIGINT and SIGTERM end it, with the account saved.
`;
