// SPDX-License-Identifier: GPL-3.0-or-later
// Makes random messages for the oracle to read, and vectors of what it said. See README.md.
//   make_vectors ask COUNT SEED         writes lines "type hex alternative"
//   make_vectors keep FOLDER < answers  compares and writes the vectors
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include "h323/asn1/schema.h"
#include "h323/hex.h"
#include "h323/per/per.h"
#include "h323/random_value.h"
#include "h323/vectors.h"

namespace mcu::h323 {
namespace {

Value makeMessage(RandomValues& random, std::string_view type, const std::string& alternative) {
    Value message = Value::of(type);
    const bool userInformation = type == "h225.H323-UserInformation";
    const auto path =
        userInformation ? "h323-uu-pdu.h323-message-body." + alternative : alternative;
    if (userInformation) {
        message.at("h323-uu-pdu") = random.make(typeNamed("h225.H323-UU-PDU"));
    }
    Value& place = message.at(path);
    const auto slot = place.slot();
    place = random.make(place.type());
    place.slot() = slot;
    return message;
}

int ask(int count, std::uint32_t seed) {
    for (const auto type : kTopLevel) {
        for (const auto& alternative : alternativesOf(type)) {
            RandomValues random(seed ^ hashOf(alternative));
            for (int i = 0; i < count; ++i) {
                const auto message = makeMessage(random, type, alternative);
                const auto octets = encodePer(message);
                if (!octets) {
                    std::cerr << octets.error().message << "\n" << print(message) << "\n";
                    return 1;
                }
                std::cout << type << " " << toHex(*octets) << "\n";
            }
        }
    }
    return 0;
}

std::string alternativeOf(const Value& message) {
    if (message.type().name == "h225.H323-UserInformation") {
        return std::string(message.chosen("h323-uu-pdu.h323-message-body"));
    }
    std::string name(message.chosen());
    if (message.type().name == "h245.MultimediaSystemControlMessage") {
        name += "." + std::string(message.children().front().chosen());
    }
    return name;
}

/// Compares one answer with what we read and write; true when equal.
bool check(const std::string& type,
           const std::string& hex,
           const std::string& text,
           const Octets& octets,
           Result<Value>& value) {
    value = decodePer(type, octets);
    if (!value) {
        std::cerr << "cannot read " << type << " " << hex << ": " << value.error().message << "\n";
        return false;
    }
    const auto ours = canonical(*value);
    const auto again = encodePer(*value, AdditionBits::asDeclared);
    if (ours == text && again && toHex(*again) == hex) {
        return true;
    }
    std::cerr << "differs " << type << " " << hex << "\n oracle " << text << "\n ours   " << ours
              << "\n again  " << (again ? toHex(*again) : again.error().message) << "\n";
    return false;
}

int keep(const std::string& folder) {
    std::map<std::string, std::vector<Vector>> sets;
    std::size_t total = 0;
    std::size_t bad = 0;
    for (std::string line; std::getline(std::cin, line); ++total) {
        std::istringstream words(line);
        std::string type;
        std::string hex;
        std::string text;
        words >> type >> hex;
        std::getline(words >> std::ws, text);
        if (hex == "refused") {
            std::cerr << "the oracle refused: " << line << "\n";
            ++bad;
            continue;
        }
        const auto octets = fromHex(hex);
        Result<Value> value = Error();
        if (!check(type, hex, text, octets, value)) {
            ++bad;
            continue;
        }
        sets[type + "." + alternativeOf(*value)].push_back({octets, hashOf(text)});
    }
    for (const auto& [name, vectors] : sets) {
        if (!writeVectors(folder + "/" + name + ".vec", vectors)) {
            std::cerr << "cannot write into " << folder << "\n";
            return 1;
        }
    }
    std::cerr << total << " messages, " << bad << " differ, " << sets.size() << " kinds\n";
    return bad == 0 ? 0 : 1;
}

}  // namespace
}  // namespace mcu::h323

int main(int argc, char** argv) {
    const std::string verb = argc > 1 ? argv[1] : "";
    if (verb == "ask" && argc == 4) {
        return mcu::h323::ask(std::stoi(argv[2]), static_cast<std::uint32_t>(std::stoul(argv[3])));
    }
    if (verb == "keep" && argc == 3) {
        return mcu::h323::keep(argv[2]);
    }
    std::cerr << "usage: make_vectors ask COUNT SEED | keep FOLDER\n";
    return 2;
}
