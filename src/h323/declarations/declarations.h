// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace mcu::h323 {

// What the Recommendations declare, in the notation of schema_parser.h: H.235.0, H.225.0 version 8,
// H.245 version 17. Branches that H.323 does not use are UNUSED; additions nobody looks into are
// OPEN.
extern const std::string_view kH235;
extern const std::string_view kH225Common;
extern const std::string_view kH225Addresses;
extern const std::string_view kH225Call;
extern const std::string_view kH225Registration;
extern const std::string_view kH225Admission;
extern const std::string_view kH225Information;
extern const std::string_view kH245Messages;
extern const std::string_view kH245Capability;
extern const std::string_view kH245Media;
extern const std::string_view kH245Channel;
extern const std::string_view kH245Mode;
extern const std::string_view kH245Conference;
extern const std::string_view kH245Control;

}  // namespace mcu::h323
