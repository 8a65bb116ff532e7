// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/fields.h"

#include <algorithm>
#include <cstring>

#include "base/fold.h"

namespace mcu::h323::ras {

namespace {

// H.225.0 has no number for us; 181/0 is USA, manufacturer code 0 is nobody's.
constexpr int kT35Country = 181;
constexpr std::size_t kLongestProduct = 64;

NetAddress inet(int family, std::span<const std::uint8_t> octets, std::int64_t port) {
    sockaddr_storage storage{};
    const auto netPort = htons(static_cast<std::uint16_t>(port));
    if (family == AF_INET && octets.size() == 4) {
        auto& in = reinterpret_cast<sockaddr_in&>(storage);
        in.sin_family = AF_INET;
        in.sin_port = netPort;
        std::memcpy(&in.sin_addr, octets.data(), octets.size());
    } else if (family == AF_INET6 && octets.size() == 16) {
        auto& in = reinterpret_cast<sockaddr_in6&>(storage);
        in.sin6_family = AF_INET6;
        in.sin6_port = netPort;
        std::memcpy(&in.sin6_addr, octets.data(), octets.size());
    } else {
        return {};
    }
    return NetAddress::fromSockaddr(storage);
}

std::string printable(std::string text) {
    std::erase_if(text, [](unsigned char c) { return c < 0x20 || c > 0x7E; });
    text.resize(std::min(text.size(), kLongestProduct));
    return text;
}

}  // namespace

NetAddress addressOf(const Value& value) {
    const auto kind = value.chosen();
    if (kind == "ipAddress") {
        return inet(AF_INET, value.octets("ipAddress.ip"), *value.number("ipAddress.port"));
    }
    if (kind == "ip6Address") {
        return inet(AF_INET6, value.octets("ip6Address.ip"), *value.number("ip6Address.port"));
    }
    return {};
}

void putAddress(Value& value, const NetAddress& address) {
    if (address.family() == AF_INET6) {
        const auto* in = reinterpret_cast<const sockaddr_in6*>(address.sockaddrPointer());
        const auto* octets = reinterpret_cast<const std::uint8_t*>(&in->sin6_addr);
        value.set("ip6Address.ip", std::span(octets, 16));
        value.set("ip6Address.port", std::int64_t{address.port()});
        return;
    }
    std::uint8_t none[4] = {};
    const auto* in = reinterpret_cast<const sockaddr_in*>(address.sockaddrPointer());
    const auto* octets =
        address.isSet() ? reinterpret_cast<const std::uint8_t*>(&in->sin_addr) : none;
    value.set("ipAddress.ip", std::span(octets, 4));
    value.set("ipAddress.port", std::int64_t{address.isSet() ? address.port() : 0});
}

NetAddress firstAddress(const Value* list) {
    for (const auto& each : list == nullptr ? std::vector<Value>() : list->children()) {
        if (auto address = addressOf(each); address.isSet()) {
            return address;
        }
    }
    return {};
}

Name nameOf(const Value& alias) {
    std::string name;
    const auto kind = alias.chosen();
    if (kind == "partyNumber") {
        name = alias.chosen("partyNumber") == "e164Number"
                   ? alias.text("partyNumber.e164Number.publicNumberDigits")
                   : std::string();
    } else if (kind == "dialedDigits" || kind == "h323-ID" || kind == "url-ID" ||
               kind == "email-ID") {
        name = alias.text(kind);
    }
    while (!name.empty() && name.back() == '\0') {
        name.pop_back();
    }
    constexpr std::string_view kScheme = "h323:";
    if (name.starts_with(kScheme)) {
        name.erase(0, kScheme.size());
    }
    const bool control = std::any_of(
        name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return control || name.size() > kLongestName ? Name() : name;
}

bool isDigits(std::string_view name) {
    return !name.empty() && name.size() <= 128 &&
           name.find_first_not_of("0123456789#*,") == std::string_view::npos;
}

void putName(Value& alias, std::string_view name) {
    alias.setText(isDigits(name) ? "dialedDigits" : "h323-ID", name);
}

Names namesOf(const Value* list) {
    Names names;
    if (list == nullptr) {
        return names;
    }
    for (const auto& each : list->children()) {
        if (auto name = nameOf(each); !name.empty() && names.size() < kMostNames) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

void putNames(Value& list, const Names& names) {
    for (const auto& name : names) {
        putName(list.append(), name);
    }
}

std::string foldedName(std::string_view name) {
    return exactKey(name);
}

void putVendor(Value& vendor, const std::string& product, const std::string& version) {
    vendor.set("vendor.t35CountryCode", std::int64_t{kT35Country});
    vendor.set("vendor.t35Extension", std::int64_t{0});
    vendor.set("vendor.manufacturerCode", std::int64_t{0});
    vendor.setText("productId", product);
    vendor.setText("versionId", version);
}

void putMcuType(Value& type, const std::string& product, const std::string& version) {
    putVendor(type.at("vendor"), product, version);
    type.at("mcu");
    type.set("mc", true);
    type.set("undefinedNode", false);
}

std::string productOf(const Value* vendor) {
    if (vendor == nullptr) {
        return {};
    }
    const auto product = printable(vendor->text("productId"));
    const auto version = printable(vendor->text("versionId"));
    return product.empty() || version.empty() ? product : product + " " + version;
}

std::string kindOf(const Value* type) {
    for (const char* kind : {"mcu", "gateway", "gatekeeper", "terminal"}) {
        if (type != nullptr && type->has(kind)) {
            return kind;
        }
    }
    return "endpoint";
}

}  // namespace mcu::h323::ras
