// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/document.h"
#include "session/registry.h"

namespace mcu::session {

/// The sites that fit, a line each, with counts by level and MCU (DOC-02).
[[nodiscard]] Document registryDocument(const std::vector<const SiteEntry*>& sites,
                                        const Levels& levels,
                                        Language say);
/// Everything of one site. Level, name and district come first (C.3).
[[nodiscard]] Document siteDocument(const SiteEntry& site,
                                    const Registry& registry,
                                    const Levels& levels,
                                    Language say);
[[nodiscard]] std::string lineText(const std::string& line, Language say);

}  // namespace mcu::session
