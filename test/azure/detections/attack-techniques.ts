/** Which MITRE ATT&CK techniques belong to which tactics, in the words of Microsoft Sentinel. */

/** The tactics that Sentinel's rules may name (`AttackTactic` in Azure/Azure-Sentinel, without those for plants). */
export const TACTICS = [
  'Reconnaissance',
  'ResourceDevelopment',
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'CommandAndControl',
  'Exfiltration',
  'Impact',
] as const;

export type Tactic = (typeof TACTICS)[number];

/**
 * After ATT&CK for Enterprise 16.1, https://attack.mitre.org/versions/v16/techniques/enterprise/, the
 * last that has the tactic Defense Evasion, which Sentinel goes on to use. Only what is used here.
 */
export const TACTICS_OF_TECHNIQUE: Readonly<Record<string, readonly Tactic[]>> = {
  // Valid Accounts
  T1078: ['DefenseEvasion', 'Persistence', 'PrivilegeEscalation', 'InitialAccess'],
  // Account Discovery
  T1087: ['Discovery'],
  // Proxy
  T1090: ['CommandAndControl'],
  // Account Manipulation
  T1098: ['Persistence', 'PrivilegeEscalation'],
  // Brute Force
  T1110: ['CredentialAccess'],
  // Create Account
  T1136: ['Persistence'],
  // Data from Information Repositories
  T1213: ['Collection'],
  // Domain or Tenant Policy Modification
  T1484: ['DefenseEvasion', 'PrivilegeEscalation'],
  // Data Destruction
  T1485: ['Impact'],
  // Resource Hijacking
  T1496: ['Impact'],
  // Endpoint Denial of Service
  T1499: ['Impact'],
  // Steal Application Access Token
  T1528: ['CredentialAccess'],
  // Account Access Removal
  T1531: ['Impact'],
  // Use Alternate Authentication Material
  T1550: ['DefenseEvasion', 'LateralMovement'],
  // Unsecured Credentials
  T1552: ['CredentialAccess'],
  // Modify Authentication Process
  T1556: ['CredentialAccess', 'DefenseEvasion', 'Persistence'],
  // Adversary-in-the-Middle
  T1557: ['CredentialAccess', 'Collection'],
  // Impair Defenses
  T1562: ['DefenseEvasion'],
  // Exfiltration Over Web Service
  T1567: ['Exfiltration'],
  // Gather Victim Identity Information
  T1589: ['Reconnaissance'],
  // Active Scanning
  T1595: ['Reconnaissance'],
  // Forge Web Credentials
  T1606: ['CredentialAccess'],
  // Multi-Factor Authentication Request Generation
  T1621: ['CredentialAccess'],
};
