import type { Place } from '../../../text/location.ts';
import type { Setting } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { field, isScalar, placeOf, textOf } from '../../yaml/tree.ts';
import { joinedSetting, type Resources } from './scope.ts';

/**
 * The name of a service's first container (docker/compose `getContainerName`): `container_name`, or
 * project, service and 1.
 */
export function containerNameOf(service: string, { name, services }: Resources, place: Place): Setting<string> {
  const definition = services.get(service);
  const own = field(definition, 'container_name');
  if (isScalar(own)) return textOf(own).toStringSetting();
  const at = definition === undefined ? place : placeOf(definition.key);
  return joinedSetting([name(at), Text.derived(`-${service}-1`, at)]);
}

/** `<project>_<key>`: the default name of a volume or network. */
export function projectResourceName(key: string, name: Resources['name'], place: Place): Setting<string> {
  return joinedSetting([name(place), Text.derived(`_${key}`, place)]);
}
