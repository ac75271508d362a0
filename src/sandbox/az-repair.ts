/**
 * Debian's azure-cli 2.45 asks for version 2022-11-01 of Compute, which the azure-mgmt-compute that it is packaged with does not have: every
 * `az vm` ends in a ValueError. Loaded by Python at its start (PYTHONPATH), this has it ask for the newest version that is there; in any other
 * Python program, and with an az that is whole, it does nothing.
 */
export const AZ_REPAIR = `import importlib.abc
import importlib.util
import os
import sys

NAME = 'azure.cli.core.profiles._shared'


class Repair(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != NAME:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def load_and_repair(module):
            load(module)
            repair(module)

        spec.loader.exec_module = load_and_repair
        return spec


def repair(module):
    folder = importlib.util.find_spec('azure.mgmt.compute').submodule_search_locations[0]
    there = sorted(one[1:].replace('_', '-') for one in os.listdir(folder) if one.startswith('v20'))
    profile = module.AZURE_API_PROFILES['latest'][module.ResourceType.MGMT_COMPUTE]
    for group, version in list(profile.profile.items()):
        if version not in there:
            # Some versions hold only a few groups, so the newest with machines.
            held = [one for one in there if machines(folder, one)]
            profile.profile[group] = held[-1]


def machines(folder, version):
    operations = os.path.join(folder, 'v' + version.replace('-', '_'), 'operations', '_virtual_machines_operations.py')
    return os.path.exists(operations)


sys.meta_path.insert(0, Repair())
`;
