/** What a person is asked for when the template is deployed. */

import { expression, type JsonObject } from './arm.ts';
import { DEFAULT_TABLE_NAMES } from './table-names.ts';

export const LOCATION: JsonObject = {
  type: 'string',
  defaultValue: expression('resourceGroup().location'),
  metadata: {
    description: 'The Azure region of the workspace.',
  },
};

export const WORKSPACE_NAME: JsonObject = {
  type: 'string',
  minLength: 4,
  maxLength: 63,
  metadata: {
    description:
      'The name of the Log Analytics workspace. It is, or will be, in the resource group that you deploy to.',
  },
};

export const DEPLOY_PARAMETERS: JsonObject = {
  workspace: {
    type: 'string',
    // Not "new", because that would change the retention of a workspace that exists.
    defaultValue: 'existing',
    allowedValues: ['existing', 'new'],
    metadata: {
      description:
        'Whether the workspace exists already, or is made. An existing one stays as it is, except for what is added.',
    },
  },
  workspaceName: WORKSPACE_NAME,
  location: LOCATION,
  principalObjectId: {
    type: 'string',
    // Who stays with the Data Collector API has no application, and may want the rest.
    defaultValue: '',
    maxLength: 36,
    metadata: {
      description:
        'The object id of the enterprise application that may send logs: App registrations > your application > Overview > Managed application in local directory > Object ID. Not the client id, and not the object id of the registration itself. Leave it empty if you keep the Data Collector API, or if somebody else assigns the role.',
    },
  },
  auth0Domain: {
    type: 'string',
    defaultValue: '',
    maxLength: 255,
    metadata: {
      description:
        'The same as AUTH0_DOMAIN, such as tenant.eu.auth0.com: in the Auth0 dashboard, Applications > any application > Domain, not a custom domain. Every row gets it in the column Auth0Domain, which tells several tenants apart. Optional.',
    },
  },
  retentionInDays: {
    type: 'int',
    defaultValue: 30,
    minValue: 30,
    maxValue: 730,
    metadata: {
      description:
        'How many days the two tables (and a new workspace) keep their rows: from 30 to 730, whatever the workspace has: enter what your old table has. 31 days are free, with Microsoft Sentinel 90.',
    },
  },
  tableName: {
    type: 'string',
    defaultValue: DEFAULT_TABLE_NAMES.LogTable,
    minLength: 5,
    maxLength: 60,
    metadata: {
      description:
        'The name of the new table for the logs. Not the name of a table that something other than this template made. Letters, digits and underscores; ends in _CL. The rows that tell how runs went get a table of the same name with Run before _CL.',
    },
  },
  classicNamespace: {
    type: 'string',
    defaultValue: DEFAULT_TABLE_NAMES.ClassicTable.replace(/_CL$/, ''),
    minLength: 1,
    maxLength: 100,
    metadata: {
      description:
        'The setting LOGANALYTICS_NAMESPACE, if you have sent, or still send, by the Data Collector API. The functions then read that table, too. Otherwise leave it as it is.',
    },
  },
  ruleName: {
    type: 'string',
    defaultValue: 'dcr-auth0-logs',
    minLength: 3,
    maxLength: 30,
    metadata: {
      description:
        'The name of the data collection rule. A second Auth0 tenant that writes to the same table needs a rule with another name.',
    },
  },
};
