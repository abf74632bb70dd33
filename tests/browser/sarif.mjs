// Holds SARIF logs to the schema of OASIS.
//
//   node sarif.mjs <log> …
//
// Prints what is wrong; exits with 1 if anything is.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const Ajv = require('ajv');
const { dirname, join } = require('node:path');
const schemas = join(dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib/schemas');
const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true, unknownFormats: 'ignore' });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'sarif-2.1.0-rtm.5.json'), 'utf8')));

let wrong = 0;
for (const path of process.argv.slice(2)) {
  if (validate(JSON.parse(readFileSync(path, 'utf8')))) continue;
  wrong += 1;
  for (const { dataPath, message, params } of validate.errors) console.log(`${path}${dataPath}: ${message} ${JSON.stringify(params)}`);
}
process.exit(wrong === 0 ? 0 : 1);
