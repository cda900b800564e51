/** The Azure clouds and the hosts of their endpoints. */

import type { SettingOption } from './setting.ts';

export type AzureCloud = 'public' | 'usgov' | 'china';

interface CloudHosts {
  /** What a person picks from the list. */
  readonly title: string;
  /** The Data Collector's host is the workspace id, a dot and this. */
  readonly dataCollectorSuffix: string;
}

const azureClouds: Readonly<Record<AzureCloud, CloudHosts>> = {
  public: { title: 'Azure (public)', dataCollectorSuffix: 'ods.opinsights.azure.com' },
  usgov: { title: 'Azure US Government', dataCollectorSuffix: 'ods.opinsights.azure.us' },
  china: { title: 'Azure China (21Vianet)', dataCollectorSuffix: 'ods.opinsights.azure.cn' },
};

function option<Value extends AzureCloud>(value: Value): SettingOption & { readonly value: Value } {
  return { value, text: azureClouds[value].title };
}

/** For a list to pick from, the default first. */
export const cloudOptions = [option('public'), option('usgov'), option('china')] as const;

export function dataCollectorHost(cloud: AzureCloud, workspaceId: string): string {
  return `${workspaceId}.${azureClouds[cloud].dataCollectorSuffix}`;
}
