// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/site_owners.h"

namespace mcu::app {

Result<std::vector<access::SiteOwner>> siteOwners(const std::string& word,
                                                  const conference::ConferenceService& conferences,
                                                  const session::Registry& registry,
                                                  const std::string& ownOrganisation,
                                                  const std::string& ownMcu) {
    std::vector<SiteId> meant;
    const auto known = conferences.resolve(word);
    if (known) {
        meant.push_back(*known);
    }
    const auto registered = registry.resolve(word);
    if (registered && (meant.empty() || meant.front().value != (*registered)->id)) {
        meant.push_back({(*registered)->id});
    }
    if (meant.empty()) {
        return known.error();
    }
    std::vector<access::SiteOwner> owners;
    for (const auto& site : meant) {
        const auto* entry = registry.find(site.value);
        const McuId brings = conferences.ownerOf(site);
        access::SiteOwner owner{site, "", brings.value};
        if (entry != nullptr && !entry->mcu.empty()) {
            owner.mcu = entry->mcu;
        }
        owner.mcu = owner.mcu.empty() ? ownMcu : owner.mcu;
        if (entry != nullptr && !entry->owner.empty()) {
            owner.organisation = entry->owner;
        } else if (owner.mcu == ownMcu) {
            owner.organisation = ownOrganisation;
        }
        owners.push_back(std::move(owner));
    }
    return owners;
}

}  // namespace mcu::app
