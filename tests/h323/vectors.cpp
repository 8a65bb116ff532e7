// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/vectors.h"

#include <fstream>
#include <iterator>

#include "h323/asn1/schema.h"
#include "h323/random_value.h"

namespace mcu::h323 {
namespace {

void addAlternatives(std::vector<std::string>& out, const Type& choice, const std::string& prefix) {
    for (const auto& component : choice.components) {
        if (isMakeable(*component.type)) {
            out.push_back(prefix + component.name);
        }
    }
}

}  // namespace

std::vector<std::string> alternativesOf(std::string_view type) {
    std::vector<std::string> out;
    if (type == "h225.H323-UserInformation") {
        addAlternatives(out, *typeNamed("h225.H323-UU-PDU").components[0].type, "");
    } else if (type == "h225.RasMessage") {
        addAlternatives(out, typeNamed(type), "");
    } else {
        for (const auto& kind : typeNamed(type).components) {
            addAlternatives(out, *kind.type, kind.name + ".");
        }
    }
    return out;
}

bool writeVectors(const std::string& file, const std::vector<Vector>& vectors) {
    std::ofstream out(file, std::ios::binary);
    const auto put = [&out](std::uint32_t number, int octets) {
        for (int i = octets - 1; i >= 0; --i) {
            out.put(static_cast<char>(number >> (8 * i)));
        }
    };
    for (const auto& vector : vectors) {
        put(static_cast<std::uint32_t>(vector.octets.size()), 2);
        out.write(reinterpret_cast<const char*>(vector.octets.data()),
                  static_cast<std::streamsize>(vector.octets.size()));
        put(vector.textHash, 4);
    }
    return out.good();
}

std::vector<Vector> readVectors(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const Octets all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    std::vector<Vector> vectors;
    for (std::size_t at = 0; at + 2 <= all.size();) {
        const std::size_t length = static_cast<std::size_t>(all[at]) << 8U | all[at + 1];
        at += 2;
        if (at + length + 4 > all.size()) {
            break;
        }
        Vector vector;
        vector.octets.assign(all.begin() + static_cast<std::ptrdiff_t>(at),
                             all.begin() + static_cast<std::ptrdiff_t>(at + length));
        at += length;
        for (int i = 0; i < 4; ++i) {
            vector.textHash = vector.textHash << 8U | all[at++];
        }
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

}  // namespace mcu::h323
