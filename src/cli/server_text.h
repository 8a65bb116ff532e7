// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "mcu/control.pb.h"

namespace mcu::cli {

/// A sentence of the server in the operator's language. The server speaks English; a sentence is
/// recognised by the patterns of server_patterns.cpp and said again with its arguments in their
/// places. An unknown one stays English.
[[nodiscard]] std::string serverText(std::string_view english, const std::string& language);

/// The words for what the server reports as enumerations or fixed words; unknown ones unchanged.
[[nodiscard]] std::string stateText(hnth::mcu::v1::SiteState state);
/// How a slave answers orders, in words.
[[nodiscard]] std::string policyText(hnth::mcu::v1::Policy policy);
[[nodiscard]] std::string encryptionText(hnth::mcu::v1::Encryption encryption);
[[nodiscard]] std::string levelText(std::string_view level);  ///< "commune"
[[nodiscard]] std::string reasonText(
    std::string_view reason);  ///< why a view shows what it shows: "operator"
[[nodiscard]] std::string causeText(std::string_view cause);  ///< why a call ended: "no-answer"
[[nodiscard]] std::string viewText(std::string_view view);    ///< "programme", "site:x.03985"
/// In a list of sites the word "site" that Vietnamese names begin with only takes the room of what
/// tells them apart.
[[nodiscard]] std::string withoutNoun(const std::string& name);
/// The same for a site as the server describes it, "NAME (LEVEL, ID)".
[[nodiscard]] std::string siteText(const std::string& described);

}  // namespace mcu::cli
