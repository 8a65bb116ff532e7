// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/peer.h"

#include <algorithm>
#include <utility>

#include "base/clean_text.h"
#include "sip/impl/handle.h"
#include "sip/sdp/describe.h"

namespace mcu::sip {

namespace {

using Kind = call::Ability::Kind;

constexpr std::size_t kLongestName = 80;

void add(call::Ability ability, call::PeerDescription& peer) {
    const auto same =
        std::find_if(peer.abilities.begin(), peer.abilities.end(), [&](const call::Ability& known) {
            return known.kind == ability.kind && known.name == ability.name &&
                   known.detail == ability.detail;
        });
    if (same == peer.abilities.end()) {
        if (peer.abilities.size() < kMostAbilities) {
            peer.abilities.push_back(std::move(ability));
        }
        return;
    }
    for (auto& way : ability.encryption) {
        auto& known = same->encryption;
        if (std::find(known.begin(), known.end(), way) == known.end()) {
            known.push_back(std::move(way));
        }
    }
}

void addList(msg_param_t const* list, const char* header, call::PeerDescription& peer) {
    for (; list != nullptr && *list != nullptr; ++list) {
        add({Kind::control, cleanText(*list).substr(0, kLongestName), header, {}}, peer);
    }
}

}  // namespace

void addHeaders(const sip_t* sip, call::PeerDescription& peer) {
    if (sip == nullptr) {
        return;
    }
    if (auto product = productOf(sip); !product.empty()) {
        peer.product = std::move(product);
    }
    if (sip->sip_allow != nullptr) {
        addList(sip->sip_allow->k_items, "Allow", peer);
    }
    if (sip->sip_supported != nullptr) {
        addList(sip->sip_supported->k_items, "Supported", peer);
    }
    for (const auto* accept = sip->sip_accept; accept != nullptr; accept = accept->ac_next) {
        if (accept->ac_type != nullptr) {
            add({Kind::control, cleanText(accept->ac_type).substr(0, kLongestName), "Accept", {}},
                peer);
        }
    }
}

void addDescription(std::string_view sdp, call::PeerDescription& peer) {
    for (auto& ability : sdp::describe(sdp)) {
        add(std::move(ability), peer);
    }
}

}  // namespace mcu::sip
