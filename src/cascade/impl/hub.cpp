// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/hub.h"

#include <algorithm>
#include <set>

namespace mcu::cascade {

namespace {

constexpr double kLossyPercent = 5;

template <typename Container>
std::string lacking(const Container& has, const Container& other) {
    const std::set<std::string> known(other.begin(), other.end());
    std::string words;
    for (const auto& feature : has) {
        if (!known.contains(feature)) {
            words += (words.empty() ? "" : ", ") + feature;
        }
    }
    return words;
}

std::string protocolOf(const wire::Identity& identity) {
    return std::to_string(identity.protocol_major()) + "." +
           std::to_string(identity.protocol_minor());
}

}  // namespace

Status checkReach(const Hub& hub, const McuId& peer, const Reach& above, const Reach& below) {
    if (peer == hub.settings().self) {
        return Error(ErrorCode::refused,
                     "the link with " + peer.value + " would make a loop through " + peer.value,
                     "an MCU has one master and nobody below it above it",
                     "cascade.loop");
    }
    std::set<std::string> seen{hub.settings().self.value, peer.value};
    for (const auto* side : {&above, &below}) {
        for (const auto& mcu : side->mcus) {
            // The peer itself is named as the nearest of its side.
            if (mcu != peer && !seen.insert(mcu.value).second) {
                return Error(
                    ErrorCode::refused,
                    "the link with " + peer.value + " would make a loop through " + mcu.value,
                    "an MCU has one master and nobody below it above it",
                    "cascade.loop");
            }
        }
    }
    const int depth = above.depth + below.depth;
    if (depth > hub.settings().maxDepth) {
        return Error(ErrorCode::refused,
                     "with " + peer.value + " the cascade would have " + std::to_string(depth) +
                         " tiers; " + std::to_string(hub.settings().maxDepth) + " are allowed",
                     "link it to the top MCU, or allow more tiers there",
                     "cascade.too-deep");
    }
    return {};
}

std::string differencesOf(const wire::Identity& ours, const wire::Identity& theirs) {
    std::string words;
    const auto add = [&words](const std::string& more) {
        words += (words.empty() ? "" : "; ") + more;
    };
    if (ours.protocol_major() != theirs.protocol_major() ||
        ours.protocol_minor() != theirs.protocol_minor()) {
        add("it speaks protocol " + protocolOf(theirs) + ", we " + protocolOf(ours));
    }
    if (const auto less = lacking(ours.features(), theirs.features()); !less.empty()) {
        add("it lacks " + less);
    }
    if (const auto more = lacking(theirs.features(), ours.features()); !more.empty()) {
        add("it has more: " + more);
    }
    return words;
}

bool hasFeature(const wire::Identity& identity, const char* feature) {
    const auto& features = identity.features();
    return std::find(features.begin(), features.end(), feature) != features.end();
}

Status checkVersion(const wire::Identity& ours, const wire::Identity& theirs) {
    if (ours.protocol_major() == theirs.protocol_major()) {
        return {};
    }
    return Error(ErrorCode::refused,
                 theirs.mcu() + " speaks protocol " + protocolOf(theirs) + " (" + theirs.program() +
                     "), " + ours.mcu() + " " + protocolOf(ours) + " (" + ours.program() + ")",
                 "bring the older of the two programs up to date",
                 "cascade.version");
}

SiteId trunkSite(const McuId& peer, int number) {
    return SiteId{"link." + peer.value + "." + std::to_string(number)};
}

std::string troubleOf(const std::vector<conference::TrunkStatus>& trunks, int expected) {
    if (static_cast<int>(trunks.size()) < expected) {
        return "an up-link is missing";
    }
    for (const auto& trunk : trunks) {
        const auto name = "up-link " + std::to_string(trunk.number);
        if (trunk.state != conference::SiteState::connected) {
            return name + " is " + std::string(conference::nameOf(trunk.state)) +
                   (trunk.cause.empty() ? "" : ": " + trunk.cause);
        }
        if (!trunk.encrypted) {
            return name + " is not encrypted";
        }
        if (trunk.lossPercent > kLossyPercent) {
            return name + " loses packets";
        }
    }
    return {};
}

}  // namespace mcu::cascade
