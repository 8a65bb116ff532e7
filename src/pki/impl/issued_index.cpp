// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/issued_index.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>

#include "pki/certificate.h"
#include "pki/impl/files.h"
#include "pki/impl/times.h"

namespace mcu::pki {

namespace {

constexpr std::size_t kMaxIndex = 16U << 20U;
constexpr const char* kHead = "# Certificates issued; kept by mcuctl cert, not to be edited.\n";
constexpr std::array kStates = {"current", "superseded", "revoked"};

std::optional<Issued> entryOf(const std::string& line) {
    std::istringstream words(line);
    std::string state;
    std::string from;
    std::string until;
    std::string revoked;
    std::string more;
    Issued entry;
    if (!(words >> state >> entry.serialHex >> entry.mcuId >> from >> until >> revoked) ||
        words >> more) {
        return std::nullopt;
    }
    const auto known = std::find(kStates.begin(), kStates.end(), state);
    const auto notBefore = fromIso(from);
    const auto notAfter = fromIso(until);
    if (known == kStates.end() || normalSerial(entry.serialHex) != entry.serialHex ||
        !isMcuId(entry.mcuId) || !notBefore || !notAfter) {
        return std::nullopt;
    }
    entry.state = static_cast<Issued::State>(known - kStates.begin());
    entry.notBefore = *notBefore;
    entry.notAfter = *notAfter;
    if (entry.state == Issued::State::revoked) {
        const auto at = fromIso(revoked);
        if (!at) {
            return std::nullopt;
        }
        entry.revokedAt = *at;
    } else if (revoked != "-") {
        return std::nullopt;
    }
    return entry;
}

bool numberOf(std::string_view line, std::uint64_t& number) {
    constexpr std::string_view kName = "crl-number ";
    if (!line.starts_with(kName)) {
        return false;
    }
    const auto [end, fault] =
        std::from_chars(line.data() + kName.size(), line.data() + line.size(), number);
    return fault == std::errc() && end == line.data() + line.size();
}

Error damaged(std::size_t line) {
    return {ErrorCode::refused,
            "the list of issued certificates is damaged at line " + std::to_string(line),
            "bring the authority's folder back from its backup",
            "cert.bad-index"};
}

}  // namespace

Result<IssuedIndex> IssuedIndex::parse(std::string_view text) {
    IssuedIndex index;
    bool numbered = false;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const std::string each(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(each.size() + 1, text.size()));
        if (each.empty() || each.front() == '#') {
            continue;
        }
        if (!numbered && numberOf(each, index.listNumber)) {
            numbered = true;
            continue;
        }
        auto entry = entryOf(each);
        if (!entry) {
            return damaged(line);
        }
        index.entries.push_back(std::move(*entry));
    }
    return numbered ? Result<IssuedIndex>(std::move(index)) : damaged(1);
}

std::string IssuedIndex::text() const {
    std::string text = kHead + ("crl-number " + std::to_string(listNumber)) + "\n";
    for (const auto& entry : entries) {
        text.append(kStates.at(static_cast<std::size_t>(entry.state))).append(" ");
        text.append(entry.serialHex).append(" ").append(entry.mcuId).append(" ");
        text.append(isoText(entry.notBefore)).append(" ").append(isoText(entry.notAfter));
        text.append(" ").append(entry.state == Issued::State::revoked ? isoText(entry.revokedAt)
                                                                      : "-");
        text += "\n";
    }
    return text;
}

Result<IssuedIndex> IssuedIndex::read(const std::filesystem::path& file) {
    const auto text = readFile(file, kMaxIndex);
    return text ? parse(*text) : Result<IssuedIndex>(text.error());
}

Status IssuedIndex::write(const std::filesystem::path& file) const {
    return writeFile(file, text(), 0644, Write::replace);
}

}  // namespace mcu::pki
