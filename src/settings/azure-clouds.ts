/** The Azure clouds and the hosts of their endpoints. */

import type { SettingOption } from './setting.ts';

export type AzureCloud = 'public' | 'usgov' | 'china';

interface CloudHosts {
  /** What a person picks from the list. */
  readonly title: string;
  /** The Data Collector's host is the workspace id, a dot and this. */
  readonly dataCollectorSuffix: string;
  /** Where Microsoft Entra gives tokens. */
  readonly signInHost: string;
  /** What Azure Monitor is called in a token. */
  readonly monitorAudience: string;
}

const azureClouds: Readonly<Record<AzureCloud, CloudHosts>> = {
  public: {
    title: 'Azure (public)',
    dataCollectorSuffix: 'ods.opinsights.azure.com',
    signInHost: 'login.microsoftonline.com',
    monitorAudience: 'https://monitor.azure.com',
  },
  usgov: {
    title: 'Azure US Government',
    dataCollectorSuffix: 'ods.opinsights.azure.us',
    signInHost: 'login.microsoftonline.us',
    monitorAudience: 'https://monitor.azure.us',
  },
  china: {
    title: 'Azure China (21Vianet)',
    dataCollectorSuffix: 'ods.opinsights.azure.cn',
    signInHost: 'login.chinacloudapi.cn',
    monitorAudience: 'https://monitor.azure.cn',
  },
};

function option<Value extends AzureCloud>(value: Value): SettingOption & { readonly value: Value } {
  return { value, text: azureClouds[value].title };
}

/** For a list to pick from, the default first. */
export const cloudOptions = [option('public'), option('usgov'), option('china')] as const;

export function dataCollectorHost(cloud: AzureCloud, workspaceId: string): string {
  return `${workspaceId}.${azureClouds[cloud].dataCollectorSuffix}`;
}

/** Where tokens are asked for: the address without a slash at its end. */
export function signInAuthority(cloud: AzureCloud): string {
  return `https://${azureClouds[cloud].signInHost}`;
}

/** The scope of a token that may send to Azure Monitor what a role allows. */
export function monitorScope(cloud: AzureCloud): string {
  return `${azureClouds[cloud].monitorAudience}/.default`;
}
