// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "h323/asn1/value.h"

namespace mcu::h323 {

/// Message types of Q.931 that H.225.0 uses.
enum class Q931Type : std::uint8_t {
    alerting = 0x01,
    callProceeding = 0x02,
    progress = 0x03,
    setup = 0x05,
    connect = 0x07,
    setupAcknowledge = 0x0D,
    releaseComplete = 0x5A,
    facility = 0x62,
    notify = 0x6E,
    statusInquiry = 0x75,
    information = 0x7B,
    status = 0x7D,
};

[[nodiscard]] std::string_view nameOf(Q931Type type);

enum class Ie : std::uint8_t {
    bearerCapability = 0x04,
    cause = 0x08,
    callState = 0x14,
    facility = 0x1C,
    progressIndicator = 0x1E,
    display = 0x28,
    keypad = 0x2C,
    callingNumber = 0x6C,
    calledNumber = 0x70,
    userUser = 0x7E,
};

/// A Q.931 message as H.225.0 section 7.2 uses it: two octets of call reference, information
/// elements of codeset 0. The User-user element is without its protocol discriminator (5).
struct Q931Message {
    std::uint16_t callReference = 0;  ///< 15 bits
    bool fromDestination = false;  ///< the flag: sent by the side that did not choose the reference
    Q931Type type = Q931Type::setup;

    struct Element {
        Ie id{};
        Octets contents;
        bool operator==(const Element&) const = default;
    };

    std::vector<Element> elements;

    [[nodiscard]] const Octets* find(Ie id) const;
    void add(Ie id, Octets contents);
    /// Characters of a Display element up to a NUL.
    [[nodiscard]] std::string display() const;
    /// Digits of the called or calling party number.
    [[nodiscard]] std::string number(Ie id) const;
    /// Cause value of Q.850; 0 when there is none.
    [[nodiscard]] int cause() const;
    bool operator==(const Q931Message&) const = default;
};

Result<Q931Message> parseQ931(std::span<const std::uint8_t> octets);
/// The elements in rising order, whatever their order in the message.
Octets encodeQ931(const Q931Message& message);

/// Contents of elements we send.
Octets bearerCapability(unsigned kbps);  ///< unrestricted digital, multirate of 64 kbit/s
Octets causeElement(int q850);
Octets numberElement(std::string_view digits, bool calling);

}  // namespace mcu::h323
