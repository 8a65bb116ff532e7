// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/quirks/quirks.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "h323/h225/messages.h"

namespace mcu::h323 {

namespace {

constexpr int kUsa = 181;
constexpr int kCisco = 18;

constexpr Quirks kNoRoundTrip{true};

// From change logs of public stacks, not from rooms at hand; each line can go when a room shows it
// is no longer needed.
constexpr std::array kLines = {
    QuirkLine{kUsa,
              kCisco,
              "callmanager",
              kNoRoundTrip,
              "stops sending RTP after round trip requests it does not answer"},
    QuirkLine{kUsa, kCisco, "cucm", kNoRoundTrip, "as CallManager, its later name"},
};

struct Vendor {
    int country;
    int extension;
    int manufacturer;
    std::string_view name;
};

// T.35 numbers seen in the signalling of public stacks and of this one.
constexpr std::array kVendors = {Vendor{kUsa, 0, kCisco, "Cisco"},
                                 Vendor{kUsa, 0, 21324, "Microsoft"},
                                 Vendor{184, 0, 39, "Objective Systems"}};

bool contains(std::string_view text, std::string_view part) {
    return std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) == b;
           }) != text.end();
}

bool fits(const QuirkLine& line, const PeerProduct& peer) {
    return (line.country < 0 || line.country == peer.country) &&
           (line.manufacturer < 0 || line.manufacturer == peer.manufacturer) &&
           (line.product.empty() || contains(peer.product, line.product));
}

}  // namespace

PeerProduct readProduct(const Value* endpointType) {
    PeerProduct out;
    if (endpointType == nullptr) {
        return out;
    }
    if (const auto* vendor = endpointType->find("vendor.vendor")) {
        out.country = static_cast<int>(vendor->number("t35CountryCode").value_or(-1));
        out.extension = static_cast<int>(vendor->number("t35Extension").value_or(0));
        out.manufacturer = static_cast<int>(vendor->number("manufacturerCode").value_or(0));
    }
    out.product = h225::productOf(endpointType);
    return out;
}

std::span<const QuirkLine> quirkLines() {
    return kLines;
}

std::vector<std::string> quirkTexts(const PeerProduct& peer) {
    std::vector<std::string> out;
    for (const auto& line : kLines) {
        if (fits(line, peer)) {
            out.push_back((line.quirks.noRoundTripRequests ? "no round trip requests: " : "") +
                          std::string(line.reason));
        }
    }
    return out;
}

std::string vendorOf(const PeerProduct& peer) {
    if (peer.country < 0) {
        return {};
    }
    const auto numbers = std::to_string(peer.country) + "/" + std::to_string(peer.extension) + "/" +
                         std::to_string(peer.manufacturer);
    const auto* found = std::find_if(kVendors.begin(), kVendors.end(), [&](const Vendor& v) {
        return v.country == peer.country && v.extension == peer.extension &&
               v.manufacturer == peer.manufacturer;
    });
    return found == kVendors.end() ? numbers : std::string(found->name) + " (" + numbers + ")";
}

Quirks quirksOf(const PeerProduct& peer) {
    Quirks out;
    for (const auto& line : kLines) {
        if (fits(line, peer)) {
            out.noRoundTripRequests |= line.quirks.noRoundTripRequests;
        }
    }
    return out;
}

}  // namespace mcu::h323
