// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/q931/q931.h"

#include <algorithm>
#include <map>

namespace mcu::h323 {
namespace {

constexpr std::uint8_t kDiscriminator = 0x08;
constexpr std::uint8_t kUserUserProtocol = 0x05;  ///< X.680/X.690 coded user information
constexpr std::size_t kMostElements = 64;

constexpr std::pair<Q931Type, std::string_view> kTypes[] = {
    {Q931Type::alerting, "Alerting"},
    {Q931Type::callProceeding, "CallProceeding"},
    {Q931Type::progress, "Progress"},
    {Q931Type::setup, "Setup"},
    {Q931Type::connect, "Connect"},
    {Q931Type::setupAcknowledge, "SetupAcknowledge"},
    {Q931Type::releaseComplete, "ReleaseComplete"},
    {Q931Type::facility, "Facility"},
    {Q931Type::notify, "Notify"},
    {Q931Type::statusInquiry, "StatusInquiry"},
    {Q931Type::information, "Information"},
    {Q931Type::status, "Status"},
};

Error malformed(const std::string& what) {
    return {ErrorCode::protocol, "Q.931: " + what};
}

/// Reads one element at `at`, moving it on; null when the message ends within it.
bool readElement(std::span<const std::uint8_t> octets,
                 std::size_t& at,
                 Q931Message& message,
                 bool& otherCodeset) {
    const std::uint8_t id = octets[at++];
    if ((id & 0x80U) != 0) {
        // Single octet. A shift (0x9x) makes the next element, or with its fourth bit the rest, of
        // another codeset, which H.225.0 does not use.
        otherCodeset = (id & 0xF0U) == 0x90U && (id & 0x07U) != 0;
        return true;
    }
    const bool wide = id == static_cast<std::uint8_t>(Ie::userUser) && !otherCodeset;
    const std::size_t header = wide ? 2 : 1;
    if (octets.size() - at < header) {
        return false;
    }
    const std::size_t length =
        wide ? static_cast<std::size_t>(octets[at]) << 8U | octets[at + 1] : octets[at];
    at += header;
    if (octets.size() - at < length) {
        return false;
    }
    auto contents = octets.subspan(at, length);
    at += length;
    if (otherCodeset) {
        otherCodeset = false;
        return true;
    }
    if (wide) {
        if (contents.empty() || contents.front() != kUserUserProtocol) {
            return true;
        }
        contents = contents.subspan(1);
    }
    message.elements.push_back({static_cast<Ie>(id), Octets(contents.begin(), contents.end())});
    return true;
}

}  // namespace

std::string_view nameOf(Q931Type type) {
    for (const auto& [known, name] : kTypes) {
        if (known == type) {
            return name;
        }
    }
    return "unknown";
}

const Octets* Q931Message::find(Ie id) const {
    const auto found = std::find_if(
        elements.begin(), elements.end(), [id](const Element& e) { return e.id == id; });
    return found == elements.end() ? nullptr : &found->contents;
}

void Q931Message::add(Ie id, Octets contents) {
    elements.push_back({id, std::move(contents)});
}

std::string Q931Message::display() const {
    const auto* contents = find(Ie::display);
    if (contents == nullptr) {
        return {};
    }
    return {contents->begin(), std::find(contents->begin(), contents->end(), 0)};
}

std::string Q931Message::number(Ie id) const {
    const auto* contents = find(id);
    std::size_t at = 0;
    // Octet 3 and its extensions end with the one whose highest bit is set (Q.931 figures 4-14,
    // 4-16).
    while (contents != nullptr && at < contents->size() && ((*contents)[at] & 0x80U) == 0) {
        ++at;
    }
    if (contents == nullptr || at >= contents->size()) {
        return {};
    }
    return {contents->begin() + static_cast<std::ptrdiff_t>(at) + 1, contents->end()};
}

int Q931Message::cause() const {
    const auto* contents = find(Ie::cause);
    if (contents == nullptr) {
        return 0;
    }
    const std::size_t at = !contents->empty() && (contents->front() & 0x80U) == 0 ? 2 : 1;
    return at < contents->size() ? (*contents)[at] & 0x7F : 0;
}

Result<Q931Message> parseQ931(std::span<const std::uint8_t> octets) {
    if (octets.size() < 5 || octets[0] != kDiscriminator) {
        return malformed("not a message of call control");
    }
    if (octets[1] != 2) {
        return malformed("a call reference of " + std::to_string(octets[1]) + " octets");
    }
    Q931Message message;
    message.fromDestination = (octets[2] & 0x80U) != 0;
    message.callReference = static_cast<std::uint16_t>((octets[2] & 0x7FU) << 8U | octets[3]);
    message.type = static_cast<Q931Type>(octets[4]);
    bool otherCodeset = false;
    for (std::size_t at = 5; at < octets.size();) {
        if (!readElement(octets, at, message, otherCodeset)) {
            return malformed("an element of " + std::string(nameOf(message.type)) + " ends early");
        }
        if (message.elements.size() > kMostElements) {
            return malformed("too many elements");
        }
    }
    return message;
}

Octets encodeQ931(const Q931Message& message) {
    Octets out{kDiscriminator,
               2,
               static_cast<std::uint8_t>((message.callReference >> 8U & 0x7FU) |
                                         (message.fromDestination ? 0x80U : 0U)),
               static_cast<std::uint8_t>(message.callReference),
               static_cast<std::uint8_t>(message.type)};
    std::multimap<Ie, const Q931Message::Element*> ordered;  // equal ones stay in their order
    for (const auto& element : message.elements) {
        ordered.emplace(element.id, &element);
    }
    for (const auto& [id, pointer] : ordered) {
        const auto& element = *pointer;
        out.push_back(static_cast<std::uint8_t>(element.id));
        if (element.id == Ie::userUser) {
            const auto length = element.contents.size() + 1;
            out.push_back(static_cast<std::uint8_t>(length >> 8U));
            out.push_back(static_cast<std::uint8_t>(length));
            out.push_back(kUserUserProtocol);
            out.insert(out.end(), element.contents.begin(), element.contents.end());
        } else {
            const auto length = std::min<std::size_t>(element.contents.size(), 255);
            out.push_back(static_cast<std::uint8_t>(length));
            out.insert(out.end(),
                       element.contents.begin(),
                       element.contents.begin() + static_cast<std::ptrdiff_t>(length));
        }
    }
    return out;
}

Octets bearerCapability(unsigned kbps) {
    const auto rate = static_cast<std::uint8_t>(std::clamp((kbps + 63) / 64, 1U, 127U));
    return {0x88, 0x18, static_cast<std::uint8_t>(0x80U | rate), 0xA5};
}

Octets causeElement(int q850) {
    return {0x80, static_cast<std::uint8_t>(0x80 | (q850 & 0x7F))};
}

Octets numberElement(std::string_view digits, bool calling) {
    Octets out;
    if (calling) {
        out = {0x00, 0x80};
    } else {
        out = {0x81};
    }
    out.insert(out.end(), digits.begin(), digits.end());
    return out;
}

}  // namespace mcu::h323
